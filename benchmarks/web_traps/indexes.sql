-- What years of hurried mending left behind.

CREATE INDEX old_comments_post ON comments (post_id);                  -- serves
CREATE INDEX old_comments_post_again ON comments (post_id);            -- useless: the same again
CREATE INDEX old_items_order_product ON order_items (order_id, product_id);  -- serves
CREATE INDEX old_items_order ON order_items (order_id);                -- useless: a prefix of it
CREATE INDEX old_orders_updated_at ON orders (updated_at);             -- useless: nothing asks
CREATE INDEX old_products_is_active ON products (is_active);           -- useless: a boolean
