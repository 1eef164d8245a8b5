"""What could come next on a command line, fast enough for every press of Tab.

Nothing here loads SQLAlchemy or Typer: `commands.json` says what each command takes, and names come
from the file of the study.
"""
