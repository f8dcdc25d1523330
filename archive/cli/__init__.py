"""The archive's commands, one file each. They start without importing Scrapy."""
