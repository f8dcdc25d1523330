"""What a page says: from bytes to items, by rules that need no site file."""
