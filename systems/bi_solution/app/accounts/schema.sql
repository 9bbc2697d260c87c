-- The first form's schema: keys, and no index beside them.

CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'analyst')),
    all_segments INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    -- Raised when rights or the password change: sessions of before end.
    epoch INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE IF NOT EXISTS user_segments (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    segment TEXT NOT NULL,
    PRIMARY KEY (user_id, segment)
);

CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    provider TEXT NOT NULL,
    sql TEXT,
    query TEXT,
    reason TEXT,
    detail TEXT
);

CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    question TEXT NOT NULL,
    provider TEXT NOT NULL,
    outcome TEXT NOT NULL,
    sql TEXT,
    row_count INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS failed_logins (
    username TEXT NOT NULL,
    address TEXT NOT NULL,
    failed_at REAL NOT NULL
);
