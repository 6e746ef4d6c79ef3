# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an experiment's jobs with Python's own means, and leaves marks that the program Interleave reads.

Pure standard library, CPython 3.8 or newer. The way of an experiment: main hears what to run, models/* start the workers and
hand out the jobs, job runs one of them, workloads says what it computes, probe leaves its marks.
"""
