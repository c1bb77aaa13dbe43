"""Pages of help: how they are set, their groups and topics, and old spellings."""
