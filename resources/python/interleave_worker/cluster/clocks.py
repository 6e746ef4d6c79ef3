# SPDX-License-Identifier: GPL-3.0-or-later
"""How far another machine's clock is from ours, and how sure that is.

A round trip is (sent, there, back): our clock, theirs, ours. Theirs was read somewhere between, so that
there - back <= offset <= there - sent, whatever the way took in either direction. What several quick round trips have
in common is narrower than each. Seconds; `offset` is theirs minus ours.
"""

# A worker that computes answers late: its round trips say little, and are taken only to contradict.
SHARP = 2.0


def common(rounds):
    """What the offset lies between, by all of them."""
    low = max(there - back for _, there, back in rounds)
    high = min(there - sent for sent, there, _ in rounds)
    if low > high:  # a clock was set meanwhile: the quickest alone
        sent, there, back = min(rounds, key=lambda trip: trip[2] - trip[0])
        low, high = there - back, there - sent
    return low, high


class Alignment:
    """One worker's clock. `bound`: no time that was converted so far is further off than this."""

    def __init__(self, rounds):
        low, high = common(rounds)
        self.offset = (low + high) / 2
        self._half = (high - low) / 2
        self.bound = self._half

    def check(self, rounds, is_last=False):
        """Later round trips: how wrong the offset has become meanwhile, and where they are sharp, a newer one."""
        low, high = common(rounds)
        half = (high - low) / 2
        if is_last or half <= SHARP * self._half:
            self.bound = max(self.bound, high - self.offset, self.offset - low)
            if half <= SHARP * self._half:
                self.offset, self._half = (low + high) / 2, half
        else:
            beyond = max(low - self.offset, self.offset - high, 0.0)
            self.bound = max(self.bound, self._half + beyond)

    def widen(self, seconds):
        """Something is known to be off by this much besides."""
        self.bound = max(self.bound, self._half + seconds)

    def ours_ns(self, there):
        return int((there - self.offset) * 1e9)
