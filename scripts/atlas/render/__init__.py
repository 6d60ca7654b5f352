"""From data to markup: templates (always), and the three renderers that fill the store (only when it is refreshed)."""
