# one line for each binary
