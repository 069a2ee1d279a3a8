"""The user's own lists of hosts and addresses: compiled into one file, mapped into memory, asked about every link."""

from detector.reputation.lookup import Hit, Identified, Reputation, as_identified, identified, opened

__all__ = ["Hit", "Identified", "Reputation", "as_identified", "identified", "opened"]
