create table accounts (
    id integer primary key,
    name text not null,
    email text not null unique,
    password text not null,
    role text not null check (role in ('viewer', 'editor', 'admin')),
    active integer not null default 1,
    epoch integer not null default 0,
    created_at text not null
);

create table attempts (
    id integer primary key,
    email text not null,
    address text not null,
    at real not null
);

create table tokens (
    id integer primary key,
    account_id integer not null references accounts (id) on delete cascade,
    name text not null,
    digest text not null,
    created_at text not null
);

create table niches (
    id integer primary key,
    name text not null,
    description text not null default '',
    language text not null check (language in ('pt', 'en')),
    currency text not null check (currency in ('BRL', 'USD', 'EUR')),
    created_at text not null
);

create table members (
    niche_id integer not null references niches (id) on delete cascade,
    account_id integer not null references accounts (id) on delete cascade,
    primary key (niche_id, account_id)
);

create table categories (
    id integer primary key,
    niche_id integer not null references niches (id) on delete cascade,
    name text not null,
    audience text not null default '',
    created_at text not null
);

create table runs (
    id integer primary key,
    niche_id integer not null references niches (id) on delete cascade,
    category_id integer references categories (id) on delete set null,
    account_id integer references accounts (id) on delete set null,
    kind text not null check (kind in ('import', 'expansion', 'grouping')),
    status text not null check (status in ('running', 'finished', 'failed')),
    source text not null default '',
    notes text not null default '[]',
    rows_read integer not null default 0,
    added integer not null default 0,
    repeated integer not null default 0,
    refused integer not null default 0,
    grouped integer not null default 0,
    started_at text not null,
    finished_at text
);

create table run_rows (
    id integer primary key,
    run_id integer not null references runs (id) on delete cascade,
    number integer not null,
    text text not null,
    folded text not null,
    outcome text not null check (outcome in ('added', 'repeated', 'refused')),
    reasons text not null default ''
);

create table clusters (
    id integer primary key,
    niche_id integer not null references niches (id) on delete cascade,
    name text not null,
    centre blob not null,
    created_at text not null
);

create table keywords (
    id integer primary key,
    niche_id integer not null references niches (id) on delete cascade,
    category_id integer references categories (id) on delete set null,
    run_id integer references runs (id) on delete set null,
    cluster_id integer references clusters (id) on delete set null,
    text text not null,
    folded text not null,
    source text not null,
    volume integer check (volume >= 0),
    volume_estimated integer not null default 0,
    cpc real check (cpc >= 0),
    competition real check (competition between 0 and 1),
    vector blob,
    created_at text not null
);

create table audit (
    id integer primary key,
    at text not null,
    account_id integer references accounts (id) on delete set null,
    account text not null,
    action text not null,
    kind text not null,
    object_id integer,
    niche_id integer,
    before text,
    after text
);
