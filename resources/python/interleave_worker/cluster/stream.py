# SPDX-License-Identifier: GPL-3.0-or-later
"""What Dask's task stream says of a job, as spans on the track of the thread that did it."""

# By Dask's word for it: computing, or waiting for data.
STATES = {"compute": "running", "deserialize": "running", "transfer": "waiting", "disk-read": "waiting",
          "disk-write": "waiting"}


class Place:
    """One worker of the cluster: its threads' tracks, numbered from `first`."""

    def __init__(self, address, name, first, threads, pid):
        self.address = address
        self.name = name
        self.first = first
        self.threads = threads
        self.pid = pid
        self._slots = {}  # by Dask's number for a thread
        self._ends = [0] * threads

    def title(self, track):
        return self.name if self.threads == 1 else "%s · %d" % (self.name, track - self.first)

    def tracks(self):
        return range(self.first, self.first + self.threads)

    def spans(self, thread, startstops, to_ours):
        """(track, spans): each (state, begin, end) in our ns, in order, none over another. What a worker does beside its
        threads, moving data, is cut to where its thread did nothing."""
        slot = self._slots.setdefault(thread, len(self._slots))
        if slot >= self.threads:  # Dask has made a thread anew: it takes the track that is free longest
            slot = self._slots[thread] = min(range(self.threads), key=self._ends.__getitem__)
        told = sorted((to_ours(one["start"]), to_ours(one["stop"]), STATES.get(one["action"], "waiting"))
                      for one in startstops)
        computing = [one for one in told if one[2] == "running"]
        found = []
        for begin, end, state in told:
            if state != "running" and computing:
                end = min(end, computing[0][0])
            begin = max(begin, self._ends[slot])
            if end > begin:
                found.append((state, begin, end))
                self._ends[slot] = end
        return self.first + slot, found
