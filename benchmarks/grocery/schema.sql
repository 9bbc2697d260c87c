-- The schema of the prototype: primary and foreign keys, a unique pair, and the indexes somebody
-- once added by hand (indexes.sql). Nothing else is indexed, and ANALYZE has never run.

CREATE TABLE households (
    id INTEGER PRIMARY KEY,
    age TEXT,
    income TEXT,
    home_ownership TEXT,
    marital_status TEXT,
    household_size TEXT,
    household_comp TEXT,
    kids_count TEXT
);

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    manufacturer_id INTEGER,
    department TEXT,
    brand TEXT,
    product_category TEXT,
    product_type TEXT,
    package_size TEXT
);

CREATE TABLE stores (
    id INTEGER PRIMARY KEY,
    first_sold_at TEXT NOT NULL
);

CREATE TABLE baskets (
    id INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    store_id INTEGER NOT NULL REFERENCES stores (id),
    week INTEGER NOT NULL,
    sold_at TEXT NOT NULL
);

CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    store_id INTEGER NOT NULL REFERENCES stores (id),
    basket_id INTEGER NOT NULL REFERENCES baskets (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL,
    sales_value REAL NOT NULL,
    retail_disc REAL NOT NULL,
    coupon_disc REAL NOT NULL,
    coupon_match_disc REAL NOT NULL,
    week INTEGER NOT NULL,
    sold_at TEXT NOT NULL
);

CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY,
    campaign_type TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL
);

CREATE TABLE campaign_households (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    household_id INTEGER NOT NULL REFERENCES households (id),
    UNIQUE (campaign_id, household_id)
);

CREATE TABLE coupons (
    id INTEGER PRIMARY KEY,
    coupon_upc INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id)
);

CREATE TABLE coupon_redemptions (
    id INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    coupon_upc INTEGER NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    redeemed_on TEXT NOT NULL
);
