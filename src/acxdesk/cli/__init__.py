"""The command line: argv to request to action to text, JSON and exit code."""
