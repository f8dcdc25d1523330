"""Scrapy's settings: what every crawl has in common. `crawler.spiders` adds a crawl's own."""

from importlib.util import find_spec

BOT_NAME = "microfiche"
SPIDER_MODULES = ["crawler.spiders"]
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SiteSpiderLoader"
USER_AGENT = "microfiche/0.1 (news archive)"

# the wire: recorded, HTTP/1.1 only, TLS verified
DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.WireHandler",
    "https": "crawler.wire.WireHandler",
    "ftp": None,
    "file": None,
    "data": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.wire.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 1 << 30
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_FAIL_ON_DATALOSS = True
HTTPPROXY_ENABLED = False  # docs/collection.md says what `-s HTTPPROXY_ENABLED=1` means
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "*",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}

# an event loop in C, where there is one for the platform: a twentieth of a crawl's CPU
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None

# politeness is crawler.middlewares.Politeness; nothing else throttles
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "microfiche"
DOWNLOAD_DELAY = 2
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = False
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 8
CONCURRENT_ITEMS = 1  # a page is one item; every one more is a task started for each response
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 10

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.middlewares.Addresses": 90,
    "crawler.middlewares.Robots": 100,
    "crawler.middlewares.Redirects": 600,
    "crawler.middlewares.Validators": 640,
    "crawler.middlewares.Politeness": 900,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.NormalizeArticle": 300,
    "crawler.pipelines.NormalizeCaptions": 310,
    "crawler.pipelines.NormalizeComments": 320,
    "crawler.pipelines.Validate": 400,
    "crawler.pipelines.Record": 900,
}
COOKIES_ENABLED = False

# no door into the process, unless the user opens one: NewsSpider then lists it. They are not disabled
# in EXTENSIONS, which would load them nevertheless (aiohttp: a tenth of a second)
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.memdebug.MemoryDebugger": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
}

# the frontier knows what was seen, and whose turn it is
SCHEDULER = "crawler.scheduler.InOrder"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
LOG_LEVEL = "INFO"
