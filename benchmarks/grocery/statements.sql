-- What the shop's app asks of its database: one statement a heading, with the line of code it comes
-- from. pages.py says which page runs what, and how often. `inline` marks the lines whose author pasted
-- the values into the SQL instead of binding them.

-- name: household.get
-- call_site: shop/views/household.py:21
SELECT id, age, income, home_ownership, marital_status, household_size, household_comp, kids_count
FROM households WHERE id = ?;

-- name: household.history
-- call_site: shop/views/household.py:34
SELECT t.id, t.sold_at, t.quantity, t.sales_value, p.product_type, p.brand
FROM transactions AS t JOIN products AS p ON p.id = t.product_id
WHERE t.household_id = ? ORDER BY t.sold_at DESC, t.id DESC LIMIT 25 OFFSET ?;

-- name: household.older
-- call_site: shop/api/history.py:18
SELECT id, sold_at, product_id, sales_value FROM transactions
WHERE household_id = ? AND sold_at < ? ORDER BY sold_at DESC, id DESC LIMIT 25;

-- name: household.totals
-- call_site: shop/views/household.py:47
SELECT count(*), sum(sales_value), max(sold_at) FROM transactions WHERE household_id = ?;

-- name: household.baskets
-- call_site: shop/views/household.py:55
SELECT id, store_id, sold_at FROM baskets WHERE household_id = ? ORDER BY sold_at DESC LIMIT 10;

-- name: household.favourites
-- call_site: shop/views/household.py:63
SELECT product_id, count(*) AS times FROM transactions WHERE household_id = ?
GROUP BY product_id ORDER BY times DESC, product_id LIMIT 10;

-- name: household.week
-- call_site: shop/views/household.py:71
SELECT b.id, b.sold_at,
    (SELECT sum(t.sales_value) FROM transactions AS t WHERE t.basket_id = b.id) AS total
FROM baskets AS b WHERE b.household_id = ? AND b.week = ? ORDER BY b.sold_at;

-- name: household.by_income_and_age
-- call_site: shop/views/marketing.py:29
SELECT id, household_size, kids_count FROM households WHERE income = ? AND age = ? ORDER BY id;

-- name: household.count
-- call_site: shop/views/marketing.py:22
SELECT count(*) FROM households;

-- name: household.seen_in_week
-- call_site: shop/views/marketing.py:41
SELECT h.id, h.age FROM households AS h
WHERE h.income = ? AND EXISTS (
    SELECT 1 FROM baskets AS b WHERE b.household_id = h.id AND b.week = ?)
ORDER BY h.id;

-- name: household.not_in_campaign
-- call_site: shop/views/marketing.py:53
SELECT id FROM households
WHERE age = ? AND id NOT IN (SELECT household_id FROM campaign_households WHERE campaign_id = ?)
ORDER BY id;

-- name: basket.get
-- call_site: shop/views/basket.py:19
SELECT b.id, b.sold_at, b.week, b.household_id, s.id AS store, s.first_sold_at
FROM baskets AS b JOIN stores AS s ON s.id = b.store_id WHERE b.id = ?;

-- name: basket.lines
-- call_site: shop/views/basket.py:26
SELECT id, product_id, quantity, sales_value, retail_disc, coupon_disc
FROM transactions WHERE basket_id = ? ORDER BY id;

-- name: basket.product
-- call_site: shop/views/basket.py:31
SELECT id, department, brand, product_type, package_size FROM products WHERE id = ?;

-- name: basket.total
-- call_site: shop/views/basket.py:38
SELECT sum(sales_value + coupon_disc) FROM transactions WHERE basket_id = ?;

-- name: product.get
-- call_site: shop/views/product.py:24
SELECT id, manufacturer_id, department, brand, product_category, product_type, package_size
FROM products WHERE id = ?;

-- name: product.last_price
-- call_site: shop/models/price.py:12
SELECT sales_value / quantity AS price, sold_at FROM transactions
WHERE product_id = ? AND quantity > 0 ORDER BY sold_at DESC, id DESC LIMIT 1;

-- name: product.weeks
-- call_site: shop/views/product.py:39
SELECT week, sum(quantity), sum(sales_value) FROM transactions
WHERE product_id = ? GROUP BY week ORDER BY week;

-- name: product.sold_in_week
-- call_site: shop/api/stock.py:15
SELECT coalesce(sum(quantity), 0) FROM transactions WHERE product_id = ? AND week = ?;

-- name: product.coupons
-- call_site: shop/views/product.py:52
SELECT DISTINCT c.coupon_upc, a.end_date FROM coupons AS c
JOIN campaigns AS a ON a.id = c.campaign_id
WHERE c.product_id = ? AND a.end_date >= ? ORDER BY a.end_date, c.coupon_upc;

-- name: product.bought_with
-- call_site: shop/views/product.py:61
SELECT other.product_id, count(*) AS times FROM transactions AS one
JOIN transactions AS other
    ON other.basket_id = one.basket_id AND other.product_id <> one.product_id
WHERE one.product_id = ? AND one.week BETWEEN ? AND ?
GROUP BY other.product_id ORDER BY times DESC, other.product_id LIMIT 5;

-- name: product.like_it
-- call_site: shop/views/product.py:70
SELECT id, brand, package_size FROM products
WHERE product_category = ? AND brand = ? ORDER BY id LIMIT 12;

-- name: product.of_manufacturer
-- call_site: shop/views/manufacturer.py:17
-- inline: yes
SELECT id, product_type, brand, package_size FROM products
WHERE manufacturer_id = ? ORDER BY product_type, id LIMIT 50;

-- name: product.cart
-- call_site: shop/views/cart.py:28
SELECT id, product_type, package_size FROM products WHERE id IN (?, ?, ?);

-- name: search.prefix
-- call_site: shop/views/search.py:33
SELECT id, product_type, package_size FROM products
WHERE product_type LIKE ? ORDER BY product_type, id LIMIT 20;

-- name: search.contains
-- call_site: shop/views/search.py:41
SELECT id, product_type, package_size FROM products
WHERE product_type LIKE ? OR product_category LIKE ? ORDER BY id LIMIT 20;

-- name: search.exact
-- call_site: shop/views/search.py:49
SELECT id, product_type, package_size FROM products WHERE lower(product_type) = ? ORDER BY id;

-- name: search.category
-- call_site: shop/views/catalogue.py:30
SELECT id, product_type, package_size FROM products
WHERE department = ? AND product_category = ? ORDER BY id LIMIT 30;

-- name: catalogue.departments
-- call_site: shop/views/catalogue.py:18
SELECT department, count(*) FROM products GROUP BY department ORDER BY department;

-- name: catalogue.categories
-- call_site: shop/views/catalogue.py:24
SELECT DISTINCT product_category FROM products WHERE department = ? ORDER BY product_category;

-- name: store.get
-- call_site: shop/views/store.py:16
SELECT id, first_sold_at FROM stores WHERE id = ?;

-- name: store.days
-- call_site: shop/reports/store.py:27
SELECT substr(sold_at, 1, 10) AS day, count(*), sum(sales_value) FROM transactions
WHERE store_id = :store AND sold_at >= :since AND sold_at < :until
GROUP BY day ORDER BY day;

-- name: store.top_products
-- call_site: shop/reports/store.py:44
SELECT product_id, sum(quantity) AS pieces, sum(sales_value) AS value FROM transactions
WHERE store_id = ? AND week = ? GROUP BY product_id ORDER BY value DESC, product_id LIMIT 10;

-- name: store.households
-- call_site: shop/views/store.py:25
-- inline: yes
SELECT count(DISTINCT household_id) FROM baskets WHERE store_id = ?;

-- name: store.growth
-- call_site: shop/reports/store.py:60
SELECT week, total, total - lag(total) OVER (ORDER BY week) AS growth
FROM (SELECT week, sum(sales_value) AS total FROM transactions WHERE store_id = ? GROUP BY week)
ORDER BY week;

-- name: dashboard.stores
-- call_site: shop/views/dashboard.py:22
SELECT store_id, count(DISTINCT basket_id), sum(sales_value) AS value FROM transactions
WHERE week = ? GROUP BY store_id ORDER BY value DESC, store_id LIMIT 20;

-- name: dashboard.day
-- call_site: shop/views/dashboard.py:30
SELECT count(*), sum(sales_value) FROM transactions WHERE sold_at >= ? AND sold_at < ?;

-- name: dashboard.latest
-- call_site: shop/views/dashboard.py:37
SELECT id, household_id, store_id, sold_at FROM baskets ORDER BY sold_at DESC, id DESC LIMIT 10;

-- name: dashboard.households
-- call_site: shop/views/dashboard.py:44
SELECT count(DISTINCT household_id) FROM baskets WHERE week = ?;

-- name: dashboard.last_by_store
-- call_site: shop/views/dashboard.py:51
SELECT store_id, max(sold_at) FROM baskets GROUP BY store_id ORDER BY store_id;

-- name: audit.coupon_sales
-- call_site: shop/views/audit.py:19
SELECT id, household_id, product_id, coupon_disc, sold_at FROM transactions
WHERE coupon_disc <> 0 AND sold_at >= ? ORDER BY sold_at DESC, id DESC LIMIT 50;

-- name: audit.empty_sales
-- call_site: shop/views/audit.py:27
SELECT id, basket_id, product_id, sales_value, sold_at FROM transactions
WHERE quantity = 0 AND store_id = ? ORDER BY id;

-- name: audit.uncatalogued
-- call_site: shop/views/audit.py:35
SELECT id, manufacturer_id FROM products WHERE department IS NULL;

-- name: coupon.valid_for_household
-- call_site: shop/views/coupons.py:24
SELECT DISTINCT c.coupon_upc, a.id, a.campaign_type, a.end_date
FROM campaign_households AS m
JOIN campaigns AS a ON a.id = m.campaign_id
JOIN coupons AS c ON c.campaign_id = a.id
WHERE m.household_id = ? AND a.start_date <= ? AND a.end_date >= ?
ORDER BY a.end_date, c.coupon_upc LIMIT 50;

-- name: coupon.products
-- call_site: shop/views/coupons.py:38
SELECT p.id, p.product_type, p.package_size FROM coupons AS c
JOIN products AS p ON p.id = c.product_id WHERE c.coupon_upc = ? ORDER BY p.id LIMIT 20;

-- name: coupon.unused
-- call_site: shop/views/coupons.py:47
SELECT c.coupon_upc FROM (SELECT DISTINCT coupon_upc FROM coupons WHERE campaign_id = ?) AS c
WHERE NOT EXISTS (
    SELECT 1 FROM coupon_redemptions AS r
    WHERE r.coupon_upc = c.coupon_upc AND r.household_id = ?)
ORDER BY c.coupon_upc;

-- name: redemption.find
-- call_site: shop/api/redeem.py:21
SELECT id, redeemed_on FROM coupon_redemptions WHERE household_id = ? AND coupon_upc = ?;

-- name: redemption.of_campaign
-- call_site: shop/views/marketing.py:66
SELECT count(*), min(redeemed_on), max(redeemed_on) FROM coupon_redemptions WHERE campaign_id = ?;

-- name: report.department_month
-- call_site: shop/reports/department.py:23
SELECT t.product_id, p.product_type, sum(t.sales_value) AS value
FROM transactions AS t JOIN products AS p ON p.id = t.product_id
WHERE p.department = :department AND t.sold_at >= :since AND t.sold_at < :until
GROUP BY t.product_id ORDER BY value DESC, t.product_id LIMIT 20;

-- name: report.brand_share
-- call_site: shop/reports/brands.py:19
SELECT p.brand, count(*), sum(t.sales_value) FROM transactions AS t
JOIN products AS p ON p.id = t.product_id
WHERE p.product_category = ? GROUP BY p.brand ORDER BY p.brand;

-- name: report.year
-- call_site: shop/reports/year.py:14
SELECT week, sum(quantity), sum(sales_value), sum(retail_disc), sum(coupon_disc),
    sum(coupon_match_disc)
FROM transactions GROUP BY week ORDER BY week;

-- name: report.income
-- call_site: shop/reports/year.py:31
SELECT h.income, count(*), count(DISTINCT b.household_id) FROM baskets AS b
JOIN households AS h ON h.id = b.household_id GROUP BY h.income ORDER BY h.income;

-- name: report.never_sold
-- call_site: shop/reports/stock.py:20
SELECT count(*) FROM products WHERE id NOT IN (SELECT product_id FROM transactions);

-- name: checkout.basket
-- call_site: shop/api/checkout.py:40
INSERT INTO baskets (id, household_id, store_id, week, sold_at) VALUES (?, ?, ?, ?, ?);

-- name: checkout.line
-- call_site: shop/api/checkout.py:52
INSERT INTO transactions (household_id, store_id, basket_id, product_id, quantity, sales_value,
    retail_disc, coupon_disc, coupon_match_disc, week, sold_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: checkout.redeem
-- call_site: shop/api/redeem.py:34
INSERT INTO coupon_redemptions (household_id, coupon_upc, campaign_id, redeemed_on)
VALUES (?, ?, ?, ?);

-- name: product.repack
-- call_site: shop/admin/products.py:48
UPDATE products SET package_size = ? WHERE id = ?;

-- name: sale.correct
-- call_site: shop/admin/sales.py:37
UPDATE transactions SET quantity = ?, sales_value = ? WHERE id = ?;

-- name: household.moved
-- call_site: shop/admin/households.py:29
UPDATE households SET income = ?, household_size = ? WHERE id = ?;

-- name: redemption.forget
-- call_site: shop/admin/coupons.py:55
DELETE FROM coupon_redemptions WHERE household_id = ? AND redeemed_on < ?;
