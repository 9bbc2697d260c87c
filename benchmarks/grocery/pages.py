"""The pages and endpoints of the shop: which statements a request to each of them runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.grocery.sample import Sample
from benchmarks.recording import Params

Step = tuple[str, Params]
Page = Callable[[Sample], Iterator[Step]]

# The recording is of the first working day after the data ends.
TODAY = "2018-01-02"
WEEK = 53


def household(sample: Sample) -> Iterator[Step]:
    """A household's own page; most never turn to its second page."""
    sale = sample.sale()
    yield "household.get", [sale.household]
    yield "household.history", [sale.household, sample.rng.choice((0, 0, 0, 0, 25, 50))]
    yield "household.totals", [sale.household]
    yield "household.baskets", [sale.household]
    if sample.rng.random() < 0.5:
        yield "household.favourites", [sale.household]
    if sample.rng.random() < 0.3:
        yield "household.week", [sale.household, sale.week]


def older(sample: Sample) -> Iterator[Step]:
    """The endless list of the mobile app, paged by key."""
    sale = sample.sale()
    yield "household.older", [sale.household, sale.sold_at]


def basket(sample: Sample) -> Iterator[Step]:
    """A receipt: its lines, then each line's product one by one."""
    number = sample.rng.choice(list(sample.baskets))
    yield "basket.get", [number]
    yield "basket.lines", [number]
    for product in sample.baskets[number]:
        yield "basket.product", [product]
    yield "basket.total", [number]


def product(sample: Sample) -> Iterator[Step]:
    """A product's page."""
    sale = sample.sale()
    yield "product.get", [sale.product]
    yield "product.last_price", [sale.product]
    yield "product.coupons", [sale.product, sample.coupon().start]
    yield "product.like_it", [sale.category, sale.brand]
    if sample.rng.random() < 0.3:
        yield "product.weeks", [sale.product]
    if sample.rng.random() < 0.1:
        yield "product.bought_with", [sale.product, sale.week, sale.week + 1]


def stock(sample: Sample) -> Iterator[Step]:
    """How much of a product went in a week, asked by the tills."""
    sale = sample.sale()
    yield "product.sold_in_week", [sale.product, sale.week]


def cart(sample: Sample) -> Iterator[Step]:
    """A shopping list of a few products, with the last price of each."""
    products = [sample.sale().product for _ in range(sample.rng.randint(1, 5))]
    yield "product.cart", products
    for number in products:
        yield "product.last_price", [number]


def manufacturer(sample: Sample) -> Iterator[Step]:
    """All that a manufacturer makes."""
    yield "product.of_manufacturer", [sample.sale().manufacturer]


def search(sample: Sample) -> Iterator[Step]:
    """The search box: what a word begins, what it is in, or exactly it."""
    kind, choice = sample.sale().kind, sample.rng.random()
    word = kind.replace("/", " ").replace("-", " ").split()[0]
    if choice < 0.5:
        yield "search.prefix", [kind[: sample.rng.randint(3, 5)] + "%"]
    elif choice < 0.8:
        yield "search.contains", [f"%{word}%", f"%{word}%"]
    else:
        yield "search.exact", [kind.lower()]


def catalogue(sample: Sample) -> Iterator[Step]:
    """Browsing by department and category."""
    sale = sample.sale()
    yield "catalogue.departments", []
    yield "catalogue.categories", [sale.department]
    yield "search.category", [sale.department, sale.category]


def store(sample: Sample) -> Iterator[Step]:
    """A store's page."""
    sale = sample.sale()
    yield "store.get", [sale.store]
    yield "store.households", [sale.store]
    yield "store.top_products", [sale.store, sale.week]


def store_report(sample: Sample) -> Iterator[Step]:
    """A store's month, day by day, and its growth over the year."""
    sale = sample.sale()
    since, until = month(sale.sold_at)
    yield "store.days", {"store": sale.store, "since": since, "until": until}
    yield "store.growth", [sale.store]


def dashboard(sample: Sample) -> Iterator[Step]:
    """What the managers keep open: mostly the running week."""
    sale = sample.sale()
    week = sample.rng.choice((WEEK, WEEK, WEEK, WEEK - 1, sale.week))
    yield "dashboard.stores", [week]
    yield "dashboard.day", [sale.sold_at[:10], sale.sold_at[:10] + " 23:59:59"]
    yield "dashboard.latest", []
    yield "dashboard.households", [week]
    yield "dashboard.last_by_store", []


def audit(sample: Sample) -> Iterator[Step]:
    """What the auditors look at: coupon sales, sales of nothing, products nobody described."""
    sale = sample.sale()
    yield "audit.coupon_sales", [sale.sold_at[:10]]
    yield "audit.empty_sales", [sale.store]
    yield "audit.uncatalogued", []


def marketing(sample: Sample) -> Iterator[Step]:
    """Whom to send the next campaign to."""
    sale, coupon = sample.sale(), sample.coupon()
    yield "household.count", []
    yield "household.by_income_and_age", [sale.income, sale.age]
    yield "household.seen_in_week", [sale.income, sale.week]
    yield "household.not_in_campaign", [sale.age, coupon.campaign]
    yield "redemption.of_campaign", [coupon.campaign]


def coupons(sample: Sample) -> Iterator[Step]:
    """A household's coupons."""
    coupon = sample.coupon()
    yield "coupon.valid_for_household", [coupon.household, coupon.end, coupon.start]
    yield "coupon.products", [coupon.upc]
    if sample.rng.random() < 0.3:
        yield "coupon.unused", [coupon.campaign, coupon.household]


def redeem(sample: Sample) -> Iterator[Step]:
    """A coupon shown at the till."""
    coupon = sample.coupon()
    yield "redemption.find", [coupon.household, coupon.upc]
    yield "checkout.redeem", [coupon.household, coupon.upc, coupon.campaign, TODAY]


def checkout(sample: Sample) -> Iterator[Step]:
    """A basket is paid for: the basket and a line for each product."""
    sale, rng = sample.sale(), sample.rng
    number, at = (
        rng.randrange(50_000_000_000, 60_000_000_000),
        f"{TODAY} {rng.randint(8, 21):02}:00:00",
    )
    yield "household.get", [sale.household]
    yield "checkout.basket", [number, sale.household, sale.store, WEEK, at]
    for _ in range(rng.randint(1, 11)):
        price = rng.randint(49, 1499) / 100
        line = [sale.household, sale.store, number, sample.sale().product, 1, price, 0.0, 0.0, 0.0]
        yield "checkout.line", [*line, WEEK, at]


def repack(sample: Sample) -> Iterator[Step]:
    """The office mends a product's description."""
    size = f"{sample.rng.randint(4, 64)} OZ"
    yield "product.repack", [size, sample.sale().product]


def correct(sample: Sample) -> Iterator[Step]:
    """The office mends a sale that the till got wrong."""
    yield "sale.correct", [1, sample.rng.randint(49, 999) / 100, sample.sale().id]


def moved(sample: Sample) -> Iterator[Step]:
    """A household says that it changed."""
    sale = sample.sale()
    yield "household.moved", [sale.income, str(sample.rng.randint(1, 4)), sale.household]


def forget(sample: Sample) -> Iterator[Step]:
    """Old redemptions of a household are deleted."""
    yield "redemption.forget", [sample.coupon().household, "2017-03-01"]


def sales_reports(sample: Sample) -> Iterator[Step]:
    """Reports on a department and a category."""
    sale = sample.sale()
    since, until = month(sale.sold_at)
    names = {"department": sale.department, "since": since, "until": until}
    yield "report.department_month", names
    yield "report.brand_share", [sale.category]


def year_report(_: Sample) -> Iterator[Step]:
    """Reports on everything there is."""
    yield "report.year", []
    yield "report.income", []
    yield "report.never_sold", []


def month(time: str) -> tuple[str, str]:
    """The first day of a time's month, and of the next one."""
    year, number = int(time[:4]), int(time[5:7])
    following = f"{year + number // 12}-{number % 12 + 1:02}-01"
    return f"{time[:7]}-01", following


# Page, address, visits in the recorded day.
VISITS: tuple[tuple[Page, str, int], ...] = (
    (household, "GET /household", 110),
    (older, "GET /api/history", 90),
    (basket, "GET /basket", 35),
    (product, "GET /product", 140),
    (stock, "GET /api/stock", 70),
    (cart, "GET /cart", 50),
    (manufacturer, "GET /manufacturer", 30),
    (search, "GET /search", 150),
    (catalogue, "GET /catalogue", 60),
    (store, "GET /store", 25),
    (store_report, "GET /report/store", 8),
    (dashboard, "GET /dashboard", 30),
    (audit, "GET /audit", 6),
    (marketing, "GET /marketing", 12),
    (coupons, "GET /coupons", 60),
    (redeem, "POST /api/redeem", 25),
    (checkout, "POST /api/checkout", 45),
    (repack, "POST /admin/product", 25),
    (correct, "POST /admin/sale", 15),
    (moved, "POST /admin/household", 8),
    (forget, "POST /admin/coupons", 3),
    (sales_reports, "GET /report/sales", 6),
    (year_report, "GET /report/year", 2),
)
