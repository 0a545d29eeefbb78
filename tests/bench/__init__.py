"""What pmlog costs, measured side by side in one run; it judges nothing.

    python -m tests.bench [--quick] [ROUNDS] [CONTEST...]

Builds the wheel, installs it into an environment of its own, and runs what is to be
compared in turn, round by round, so that whatever else the machine does is shared fairly.
Prints tables and, last, everything as one line of JSON. The whole takes some ten minutes,
--quick one. Its files:

    processes  commands run in turn; time, processor time and memory of each
    logs       logs and environments to run them on
    starts     what each command takes
    contests   what is compared with what
    __main__   runs them and prints the tables
"""
