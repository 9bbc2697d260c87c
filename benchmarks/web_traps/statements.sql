-- name: session.get
-- call_site: web/middleware.py:31
SELECT s.user_id, s.expires_at, u.name, u.is_active FROM sessions AS s
JOIN users AS u ON u.id = s.user_id WHERE s.token = ?;

-- name: session.seen
-- call_site: web/middleware.py:44
UPDATE users SET last_seen_at = ? WHERE id = ?;

-- name: session.open
-- call_site: web/auth.py:58
INSERT INTO sessions (token, user_id, expires_at) VALUES (?, ?, ?);

-- name: session.expire
-- call_site: web/tasks.py:12
DELETE FROM sessions WHERE expires_at < ?;

-- name: login
-- call_site: web/auth.py:33
SELECT id, name, is_active FROM users WHERE lower(email) = ?;

-- name: country.of_code
-- call_site: web/locale.py:17
SELECT id, name, region FROM countries WHERE code = ?;

-- name: country.of_region
-- call_site: web/locale.py:25
SELECT code, name FROM countries WHERE region = ? ORDER BY name;

-- name: product.get
-- call_site: web/shop.py:20
SELECT id, sku, title, price_cents, view_count, description FROM products WHERE id = ?;

-- name: product.viewed
-- call_site: web/shop.py:28
UPDATE products SET view_count = view_count + 1 WHERE id = ?;

-- name: product.most_viewed
-- call_site: web/admin.py:66
SELECT id, title, view_count FROM products ORDER BY view_count DESC, id LIMIT 10;

-- name: product.in_category
-- call_site: web/shop.py:41
SELECT id, title, price_cents FROM products
WHERE category_id = ? AND price_cents BETWEEN ? AND ? ORDER BY price_cents, id LIMIT 24;

-- name: product.by_title
-- call_site: web/shop.py:57
SELECT id, title FROM products WHERE title LIKE ? ORDER BY title, id LIMIT 10;

-- name: product.described
-- call_site: web/shop.py:63
SELECT id, title FROM products WHERE description LIKE ? ORDER BY id LIMIT 10;

-- name: product.sold
-- call_site: web/shop.py:72
SELECT sum(quantity), sum(quantity * price_cents) FROM order_items WHERE product_id = ?;

-- name: product.posts
-- call_site: web/shop.py:80
SELECT id, user_id, created_at, body FROM posts
WHERE product_id = ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 10;

-- name: order.of_user
-- call_site: web/account.py:24
SELECT o.id, o.created_at, o.status, i.product_id, i.quantity, i.price_cents
FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
WHERE o.user_id = ? ORDER BY o.created_at DESC, o.id DESC, i.id LIMIT 30;

-- name: order.totals
-- call_site: web/account.py:37
SELECT count(*), sum(total_cents) FROM orders WHERE user_id = ?;

-- name: order.queue
-- call_site: web/tasks.py:29
SELECT id, user_id, total_cents FROM orders
WHERE status = 'pending' ORDER BY created_at, id LIMIT 20;

-- name: order.waiting
-- call_site: web/tasks.py:35
SELECT count(*) FROM orders WHERE status = 'pending';

-- name: order.pay
-- call_site: web/tasks.py:41
UPDATE orders SET status = 'paid', updated_at = ? WHERE id = ?;

-- name: order.ship
-- call_site: web/tasks.py:52
UPDATE orders SET status = 'shipped', updated_at = ? WHERE id = ?;

-- name: order.add
-- call_site: web/checkout.py:33
INSERT INTO orders (user_id, status, country_code, total_cents, created_at, updated_at)
VALUES (?, 'pending', ?, ?, ?, ?);

-- name: order.add_item
-- call_site: web/checkout.py:46
INSERT INTO order_items (order_id, product_id, quantity, price_cents) VALUES (?, ?, ?, ?);

-- name: order.of_country
-- call_site: web/reports.py:19
SELECT count(*), sum(total_cents) FROM orders
WHERE country_code = ? AND created_at >= ? AND created_at < ?;

-- name: order.by_country
-- call_site: web/reports.py:31
SELECT c.region, count(*), sum(o.total_cents) FROM orders AS o
JOIN countries AS c ON c.code = o.country_code GROUP BY c.region ORDER BY c.region;

-- name: feed.first
-- call_site: web/feed.py:18
SELECT p.id, p.created_at, p.body, u.name FROM posts AS p JOIN users AS u ON u.id = p.user_id
WHERE p.deleted_at IS NULL ORDER BY p.created_at DESC, p.id DESC LIMIT 20;

-- name: feed.next
-- call_site: web/feed.py:29
SELECT p.id, p.created_at, p.body, u.name FROM posts AS p JOIN users AS u ON u.id = p.user_id
WHERE p.deleted_at IS NULL AND (p.created_at, p.id) < (?, ?)
ORDER BY p.created_at DESC, p.id DESC LIMIT 20;

-- name: feed.of_user
-- call_site: web/feed.py:41
SELECT id, created_at, body FROM posts
WHERE user_id = ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 20;

-- name: post.comments
-- call_site: web/feed.py:53
SELECT id, user_id, score, body FROM comments WHERE post_id = ? ORDER BY id;

-- name: post.add
-- call_site: web/feed.py:66
INSERT INTO posts (user_id, product_id, created_at, body) VALUES (?, ?, ?, ?);

-- name: comment.add
-- call_site: web/feed.py:78
INSERT INTO comments (post_id, user_id, score, created_at, body) VALUES (?, ?, ?, ?, ?);

-- name: comment.remove
-- call_site: web/feed.py:85
DELETE FROM comments WHERE id = ?;

-- name: comment.karma
-- call_site: web/account.py:49
SELECT count(*), sum(score) FROM comments WHERE user_id = ?;

-- name: moderation.queue
-- call_site: web/moderation.py:15
SELECT id, user_id, body FROM posts WHERE moderated_at IS NULL ORDER BY created_at, id LIMIT 20;

-- name: moderation.accept
-- call_site: web/moderation.py:27
UPDATE posts SET moderated_at = ? WHERE id = ?;

-- name: user.active
-- call_site: web/admin.py:22
SELECT count(*) FROM users WHERE is_active = 1;

-- name: user.list
-- call_site: web/admin.py:29
SELECT id, name, email FROM users WHERE is_active = 1 ORDER BY id LIMIT 50;

-- name: user.online
-- call_site: web/admin.py:36
SELECT id, name, last_seen_at FROM users ORDER BY last_seen_at DESC, id LIMIT 20;

-- name: user.seen_since
-- call_site: web/admin.py:42
SELECT count(*) FROM users WHERE last_seen_at >= ?;
