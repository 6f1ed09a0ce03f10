"""The desk: Qt and nothing else. It asks the floors below and holds no rules."""
