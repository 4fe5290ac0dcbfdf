"""The verbs of `acxdesk mark`."""

from acxdesk.cli.call import noun

app = noun("mark", "Marks: mark sheets and marking packs as files.")
app.command("acxdesk.cli.markfiles:export", name="export", help="Write a mark sheet to a CSV or XLSX file.")
app.command(
    "acxdesk.cli.markfiles:import_",
    name="import",
    help="Enter marks from a CSV or XLSX file: first shown by line, then as one deed.",
)
app.command("acxdesk.cli.markfiles:pack", name="pack", help="Write a marking pack for a coach who is offline.")
app.command(
    "acxdesk.cli.markfiles:unpack",
    name="unpack",
    help="Enter the marks of a pack that was filled in: first shown by line, then as one deed.",
)
