-- Indexes as people leave them behind: one that serves, one that the first makes redundant (its
-- prefix), and one for a report that was dropped long ago.

CREATE INDEX idx_products_department_category ON products (department, product_category);

CREATE INDEX idx_products_department ON products (department);

CREATE INDEX idx_transactions_coupon_match_disc ON transactions (coupon_match_disc);
