# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a web server's log that never was: byte by byte those of core/workload/log_text.h."""

PATHS = ("index", "cart", "item", "search", "login", "static/app.js", "api/v2/order", "help")
STATUSES = (200, 200, 200, 200, 200, 200, 200, 200, 301, 304, 404, 403, 200, 500, 503, 200)
LINE = '10.%d.%d.%d - - [%02d/Nov/2026:%02d:%02d:%02d +0000] "GET /%s/%d HTTP/1.1" %d %d "agent/%d" 0.%03d\n'
ALL = 2**64 - 1


class SplitMix:
    """Steele, Lea and Flood, "Fast splittable pseudorandom number generators"."""

    def __init__(self, seed):
        self._state = seed

    def next(self):
        self._state = (self._state + 0x9E3779B97F4A7C15) & ALL
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & ALL
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & ALL
        return z ^ (z >> 31)


class LogText:
    def __init__(self, seed):
        self._random = SplitMix(seed)
        self._lines = 0

    def line(self):
        dice = self._random.next()
        second = self._lines // 50  # fifty requests a second
        self._lines += 1
        return LINE % (dice >> 8 & 255, dice >> 16 & 255, dice >> 24 & 255, 1 + second // 86400 % 30,
                       second // 3600 % 24, second // 60 % 60, second % 60, PATHS[dice >> 32 & 7], dice >> 36 & 1023,
                       STATUSES[dice % 16], 100 + (dice >> 48 & 8191), dice >> 61, self._random.next() % 1000)

    def text(self, size, after_line):
        """The first `size` bytes."""
        lines, length = [], 0
        while length < size:
            lines.append(self.line())
            length += len(lines[-1])
            after_line()
        return "".join(lines).encode("ascii")[:size]
