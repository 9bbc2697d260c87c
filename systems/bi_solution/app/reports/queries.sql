-- totals
SELECT
    coalesce(sum(revenue), 0) AS revenue,
    coalesce(sum(quantity), 0) AS units,
    coalesce(sum(discount), 0) AS discount,
    count(DISTINCT basket) AS baskets,
    count(DISTINCT household) AS households,
    count(DISTINCT product_id) AS products
FROM sales
WHERE sold_on >= $start AND sold_on < $end
    AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)

-- monthly
SELECT date_trunc('month', sold_on)::DATE AS month, sum(revenue) AS revenue
FROM sales
WHERE ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
GROUP BY ALL ORDER BY month

-- segments
SELECT segment, sum(revenue) AS revenue, sum(quantity) AS units
FROM sales
WHERE sold_on >= $start AND sold_on < $end
    AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
GROUP BY ALL ORDER BY revenue DESC, segment

-- products_by_revenue
SELECT
    product, segment, sum(revenue) AS revenue, sum(quantity) AS units,
    count(DISTINCT store) AS stores,
    100.0 * sum(revenue) / sum(sum(revenue)) OVER () AS share_percent
FROM sales
WHERE sold_on >= $start AND sold_on < $end
    AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
GROUP BY ALL ORDER BY revenue DESC, product LIMIT $limit

-- products_by_units
SELECT
    product, segment, sum(revenue) AS revenue, sum(quantity) AS units,
    count(DISTINCT store) AS stores,
    100.0 * sum(revenue) / sum(sum(revenue)) OVER () AS share_percent
FROM sales
WHERE sold_on >= $start AND sold_on < $end
    AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
GROUP BY ALL ORDER BY units DESC, product LIMIT $limit

-- stock_state
SELECT
    count(*) AS positions,
    count(*) FILTER (WHERE on_hand = 0) AS stockouts,
    count(*) FILTER (WHERE on_hand > 0 AND on_hand < reorder_point) AS below
FROM stock
WHERE ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)

-- stockouts_by_segment
SELECT
    segment, count(*) FILTER (WHERE on_hand = 0) AS stockouts, count(*) AS positions,
    100.0 * count(*) FILTER (WHERE on_hand = 0) / count(*) AS share_percent
FROM stock
WHERE ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
GROUP BY ALL HAVING count(*) FILTER (WHERE on_hand = 0) > 0
ORDER BY stockouts DESC, segment

-- stockouts
SELECT
    store, product, segment, supplier, on_hand, reorder_point, weekly_demand, lead_time_days,
    ceil(weekly_demand * (lead_time_days + 14) / 7)::INTEGER AS suggested
FROM stock
WHERE on_hand = 0
    AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
ORDER BY weekly_demand DESC, store, product LIMIT $limit OFFSET $offset

-- abc
WITH ranked AS (
    SELECT product, segment, sum(revenue) AS revenue
    FROM sales
    WHERE sold_on >= $start AND sold_on < $end
        AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
    GROUP BY ALL HAVING sum(revenue) > 0
), summed AS (
    SELECT
        row_number() OVER running AS place, product, segment, revenue,
        100.0 * sum(revenue) OVER running / sum(revenue) OVER () AS cumulative_percent
    FROM ranked
    WINDOW running AS (ORDER BY revenue DESC, product ROWS UNBOUNDED PRECEDING)
)
SELECT
    place, product, segment, revenue, cumulative_percent,
    -- The product that crosses a border still belongs to the class that it fills.
    CASE
        WHEN coalesce(lag(cumulative_percent) OVER (ORDER BY place), 0) < 80 THEN 'A'
        WHEN lag(cumulative_percent) OVER (ORDER BY place) < 95 THEN 'B'
        ELSE 'C'
    END AS class
FROM summed ORDER BY place LIMIT $limit

-- suppliers
SELECT
    supplier, revenue, units, products, stores, share_percent,
    coalesce(stockouts, 0) AS stockouts, lead_time
FROM (
    SELECT
        supplier, sum(revenue) AS revenue, sum(quantity) AS units,
        count(DISTINCT product_id) AS products, count(DISTINCT store) AS stores,
        100.0 * sum(revenue) / sum(sum(revenue)) OVER () AS share_percent
    FROM sales
    WHERE sold_on >= $start AND sold_on < $end
        AND ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
    GROUP BY ALL
) AS sold LEFT JOIN (
    SELECT
        supplier, count(*) FILTER (WHERE on_hand = 0) AS stockouts,
        any_value(lead_time_days) AS lead_time
    FROM stock
    WHERE ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
    GROUP BY ALL
) AS kept USING (supplier)
ORDER BY revenue DESC, supplier LIMIT $limit

-- weekly
SELECT date_trunc('week', sold_on)::DATE AS week, sum(revenue) AS revenue
FROM sales
WHERE ($segment IS NULL OR segment = $segment) AND ($store IS NULL OR store = $store)
GROUP BY ALL HAVING count(DISTINCT sold_on) > 0 ORDER BY week

-- segment_names
SELECT DISTINCT segment FROM products ORDER BY segment
