-- products
-- The catalogue has no names: a product is called by its type, its size and its number.
CREATE TABLE products AS
SELECT
    product_id,
    concat_ws(' ', coalesce(product_type, 'UNCLASSIFIED'), package_size, '#' || product_id) AS product,
    coalesce(department, 'UNCLASSIFIED') AS segment,
    coalesce(product_category, 'UNCLASSIFIED') AS category,
    coalesce(product_type, 'UNCLASSIFIED') AS product_type,
    CASE brand WHEN 'Private' THEN 'PRIVATE' WHEN 'National' THEN 'NATIONAL' ELSE 'UNKNOWN' END AS brand,
    coalesce(manufacturer_id, 0)::INTEGER AS supplier
FROM (SELECT DISTINCT product_id FROM read_parquet($transactions))
LEFT JOIN read_parquet($products) USING (product_id);

-- sales
-- Times are five hours early to be those of the stores. Most fuel is in thousandths of a gallon and
-- becomes gallons; the lines that count a filling as one stay so. A copy has other people, other days and slightly other amounts: never the first.
COPY (
    SELECT
        sold_at::DATE AS sold_on,
        sold_at,
        store,
        basket,
        household,
        product_id,
        product,
        segment,
        category,
        product_type,
        brand,
        supplier,
        quantity,
        (revenue * $factor)::DECIMAL(12, 2) AS revenue,
        (discount * $factor)::DECIMAL(12, 2) AS discount
    FROM (
        SELECT
            CASE WHEN at_store + to_days($days) >= TIMESTAMP '2018-01-01'
                THEN at_store + to_days($days - 365) ELSE at_store + to_days($days) END AS sold_at,
            store_id::INTEGER AS store,
            basket_id + $copy * 100_000_000_000 AS basket,
            household_id::INTEGER + $copy * 10_000 AS household,
            product_id,
            CASE WHEN product_type LIKE 'GASOLINE%' AND quantity >= 100 THEN quantity / 1000
                ELSE quantity END::DECIMAL(12, 3)
                AS quantity,
            sales_value::DECIMAL(12, 2) AS revenue,
            (retail_disc + coupon_disc + coupon_match_disc)::DECIMAL(12, 2) AS discount,
            product, segment, category, product_type, brand, supplier
        FROM (
            SELECT *, transaction_timestamp - INTERVAL 5 HOUR AS at_store
            FROM read_parquet($transactions)
        ) JOIN products USING (product_id)
    )
    ORDER BY sold_at, basket, product_id
) TO '{target}' (FORMAT parquet);

-- catalogue
COPY (SELECT * FROM products ORDER BY product_id) TO '{target}' (FORMAT parquet);

-- stock
-- Derived, because the data has none: demand is real (the last 13 weeks), but stock, lead times and
-- reorder points are drawn by arithmetic from the seed. One row for each product of a store that
-- sold at least six times in the year.
COPY (
    WITH sold AS (
        SELECT
            store_id::INTEGER AS store,
            product_id,
            max((transaction_timestamp - INTERVAL 5 HOUR)::DATE) AS last_sold_on,
            sum(
                CASE WHEN product_type LIKE 'GASOLINE%' AND quantity >= 100 THEN quantity / 1000
                ELSE quantity END
            ) FILTER (WHERE transaction_timestamp >= TIMESTAMP '2017-10-02') / 13.0 AS weekly
        FROM read_parquet($transactions) JOIN products USING (product_id)
        GROUP BY ALL HAVING count(*) >= 6
    ), drawn AS (
        SELECT
            *,
            greatest(coalesce(weekly, 0), 0.1)::DECIMAL(10, 2) AS weekly_demand,
            (3 + (supplier * 31 + $seed) % 19)::INTEGER AS lead_time_days,
            (store * 7919 + product_id * 104729 + $seed * 1299709) % 1009 AS luck
        FROM sold JOIN products USING (product_id)
    ), planned AS (
        SELECT *, greatest(1, ceil(weekly_demand * lead_time_days / 7 * 1.3))::INTEGER AS reorder_point
        FROM drawn
    )
    SELECT
        store, product_id, product, segment, category, product_type, brand, supplier,
        CASE
            WHEN luck < 61 THEN 0
            WHEN luck < 202 THEN greatest(1, reorder_point * (luck - 60) // 150)
            ELSE reorder_point + 1 + reorder_point * (luck - 200) // 400
        END::INTEGER AS on_hand,
        reorder_point,
        lead_time_days,
        weekly_demand,
        last_sold_on
    FROM planned
    ORDER BY store, product_id
) TO '{target}' (FORMAT parquet);
