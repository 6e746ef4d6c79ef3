# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs on a cluster that is given: its workers are other people's processes, perhaps on other machines, and can't write our memory.

given runs the experiment there; bundle takes our code there; on_worker and worker_probe are what runs there; stream says from
Dask's own task stream what was done when; clocks says how far the workers' clocks are from ours.
"""
