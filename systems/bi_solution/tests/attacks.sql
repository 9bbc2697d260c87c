SELECT * FROM read_text('/etc/passwd')
-- next
SELECT * FROM read_csv('/etc/passwd')
-- next
SELECT * FROM read_csv_auto('/etc/passwd')
-- next
SELECT * FROM read_blob('/etc/shadow')
-- next
SELECT * FROM read_json('/etc/hosts')
-- next
SELECT * FROM read_json_auto('/etc/hosts')
-- next
SELECT * FROM read_ndjson_objects('/etc/hosts')
-- next
SELECT * FROM read_parquet('sales-*.parquet')
-- next
SELECT * FROM parquet_scan('sales-000.parquet')
-- next
SELECT * FROM parquet_metadata('sales-000.parquet')
-- next
SELECT * FROM parquet_schema('sales-000.parquet')
-- next
SELECT * FROM 'sales-000.parquet'
-- next
SELECT * FROM '/etc/passwd'
-- next
SELECT * FROM "../accounts.db"
-- next
SELECT * FROM glob('/etc/*')
-- next
SELECT * FROM sniff_csv('/etc/passwd')
-- next
SELECT * FROM sqlite_scan('accounts.db', 'users')
-- next
SELECT * FROM postgres_scan('host=127.0.0.1', 'public', 'users')
-- next
SELECT * FROM query('SELECT 1')
-- next
SELECT * FROM query_table('sales')
-- next
SELECT query('SELECT 1')
-- next
SELECT * FROM duckdb_settings()
-- next
SELECT * FROM duckdb_settings
-- next
SELECT * FROM duckdb_secrets()
-- next
SELECT * FROM duckdb_views()
-- next
SELECT * FROM duckdb_views
-- next
SELECT * FROM duckdb_functions()
-- next
SELECT * FROM sqlite_master
-- next
SELECT * FROM information_schema.tables
-- next
SELECT * FROM pg_catalog.pg_class
-- next
SELECT * FROM memory.main.sales
-- next
SELECT * FROM main.sales
-- next
SELECT * FROM pragma_table_info('sales')
-- next
SELECT * FROM pragma_database_list
-- next
PRAGMA database_list
-- next
SELECT 1; DROP VIEW sales
-- next
SELECT sum(revenue) FROM sales; SELECT 1
-- next
SELECT 1; SET memory_limit = '100GB'
-- next
DROP VIEW sales
-- next
DELETE FROM sales
-- next
INSERT INTO sales SELECT * FROM sales
-- next
UPDATE sales SET revenue = 0
-- next
CREATE TABLE stolen AS SELECT * FROM sales
-- next
CREATE TEMP TABLE stolen AS SELECT * FROM sales
-- next
CREATE MACRO evil() AS 1
-- next
CREATE OR REPLACE VIEW sales AS SELECT 1
-- next
ALTER VIEW sales RENAME TO gone
-- next
COPY sales TO '/tmp/stolen.csv'
-- next
COPY (SELECT * FROM sales) TO '/tmp/stolen.parquet' (FORMAT parquet)
-- next
EXPORT DATABASE '/tmp/stolen'
-- next
IMPORT DATABASE '/tmp/planted'
-- next
ATTACH 'accounts.db' AS accounts
-- next
ATTACH 'http://169.254.169.254/latest/meta-data' AS cloud
-- next
DETACH memory
-- next
USE memory
-- next
INSTALL httpfs
-- next
LOAD httpfs
-- next
SET enable_external_access = true
-- next
RESET lock_configuration
-- next
SET VARIABLE x = 1
-- next
CALL pragma_version()
-- next
EXPLAIN ANALYZE SELECT * FROM sales
-- next
DESCRIBE sales
-- next
SHOW TABLES
-- next
SUMMARIZE sales
-- next
VACUUM
-- next
CHECKPOINT
-- next
BEGIN TRANSACTION
-- next
PREPARE p AS SELECT 1
-- next
EXECUTE p
-- next
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT * FROM t
-- next
WITH stolen AS (DELETE FROM sales RETURNING *) SELECT * FROM stolen
-- next
WITH a AS (WITH sqlite_master AS (SELECT 1 AS x) SELECT * FROM sqlite_master) SELECT * FROM sqlite_master
-- next
WITH a AS (SELECT * FROM duckdb_views), duckdb_views AS (SELECT 1 AS x) SELECT * FROM a
-- next
SELECT * FROM sales UNION ALL SELECT * FROM users
-- next
SELECT (SELECT content FROM read_text('/etc/passwd'))
-- next
SELECT * FROM sales WHERE store IN (SELECT store FROM read_csv('/etc/passwd'))
-- next
SELECT * FROM sales JOIN read_csv('/etc/passwd') ON true
-- next
SELECT * FROM sales, LATERAL (SELECT * FROM glob('*'))
-- next
SELECT getenv('HOME')
-- next
SELECT current_setting('temp_directory')
-- next
SELECT getvariable('x')
-- next
SELECT nextval('s')
-- next
SELECT version()
-- next
SELECT current_user
-- next
SELECT repeat('a', 1000000000)
-- next
SELECT * FROM range(100000000000)
-- next
SELECT * FROM generate_series(1, 100000000000)
-- next
SELECT unnest(range(1000000000))
-- next
SELECT list_transform(range(100), x -> x + 1)
-- next
SELECT * FROM sales LIMIT (SELECT 1000000)
-- next
SELECT * FROM sales LIMIT 50 %
-- next
SELECT columns('.*') FROM sales
-- next
FROM read_text('/etc/passwd')
-- next
FROM 'sales-000.parquet'
-- next
PIVOT sales ON store USING sum(revenue)
-- next
SELECT * FROM (PIVOT sales ON store USING sum(revenue))
-- next
SELECT * FROM sales TABLESAMPLE 10%
-- next
SELECT * FROM (VALUES (1)) AS t
-- next
VALUES (1)
-- next
SELECT regexp_replace(product, '(a+)+', 'b') FROM sales
-- next
SELECT json_extract('{}', '$') FROM sales
-- next
SELECT write_log('x')
-- next
/* SELECT */ DROP VIEW sales
-- next
SELECT 1 -- ; the rest
; DROP VIEW sales
-- next
SELECT * FROM sales FOR UPDATE
-- next
SELECT * INTO stolen FROM sales
-- next
not sql at all
-- next
SELECT
