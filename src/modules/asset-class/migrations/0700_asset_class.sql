-- Classes of assets (资产分类): a tree below each of the four families that standards of O&M support systems name
-- (DB11/T 714). Codes are those of the government procurement catalogue where a class comes from it, with place for GB/T 14885.
create table asset_class (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Z][A-Z0-9.-]{0,29}$'),
  name text not null,
  family text not null check (family in ('information-system', 'physical', 'software', 'information-resource')),
  parent_id uuid references asset_class,
  -- codes from the top down, '/A02000000/A02010000/': a subtree is a prefix; kept by refreshTree
  path text not null,
  gbt14885 text check (gbt14885 ~ '^[A-Z][0-9]{2,14}$'),
  description text not null default '',
  -- minimum service years (最低使用年限) of this class and what is below it, unless said again there; with what holds
  service_years smallint check (service_years between 1 and 70),
  effective_years smallint,
  -- its assets hold data, so that a record of data destruction is owed when they are disposed of
  holds_data boolean,
  effective_holds_data boolean not null default false,
  -- the name could not be read from the catalogue with certainty, or was inferred: somebody should look
  doubtful boolean not null default false,
  active boolean not null default true,
  origin text not null check (origin in ('shipped', 'import', 'manual')),
  -- a person has changed the name: no import changes it again
  edited boolean not null default false,
  version int not null default 1,
  check (parent_id is distinct from id)
);
create index asset_class_parent on asset_class (parent_id, code);
create index asset_class_path on asset_class (path text_pattern_ops);

-- What an imported edition of the catalogue held, and every defect that was found in it.
create table asset_class_import (
  id uuid primary key,
  file_name text not null,
  edition text not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid references person,
  report jsonb not null
);
