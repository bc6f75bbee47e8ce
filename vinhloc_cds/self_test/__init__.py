"""What can break in an installed program alone, tried out: the command `self-test`.

Each check is a module of its own with a function `check`, named in `running.CHECKS`.
"""
