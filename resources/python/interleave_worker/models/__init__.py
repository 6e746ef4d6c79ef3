# SPDX-License-Identifier: GPL-3.0-or-later
"""How jobs are run, one module a model, one function an api. Each takes the Run, and returns when its last worker is done."""
