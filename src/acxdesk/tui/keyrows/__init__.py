"""The rows of the one table of keys, a file for each part of the screen. `acxdesk.tui.keys` collects and reads them."""
