"""The Scrapy project: everything that fetches and reads pages."""
