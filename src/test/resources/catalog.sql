-- Every object in the schemas that are not PostgreSQL's own, as lines of text that can be compared between databases.
-- Run with an empty search_path: then definitions name every schema.
WITH
schemas AS (
    SELECT oid, nspname, nspacl, nspowner
    FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
),
relations AS (
    SELECT c.*, format('%I.%I', nspname, relname) AS name
    FROM pg_class c JOIN schemas s ON s.oid = relnamespace
)
SELECT concat_ws(' ', 'schema', quote_ident(nspname), nspowner::regrole, nspacl, obj_description(oid, 'pg_namespace'))
FROM schemas
UNION ALL
SELECT concat_ws(' ', 'default privileges in', quote_ident(nspname), defaclrole::regrole, defaclobjtype, defaclacl)
FROM pg_default_acl JOIN schemas s ON s.oid = defaclnamespace
UNION ALL
SELECT concat_ws(' ', 'relation', name, relkind, relpersistence, relowner::regrole, relacl, reloptions, relrowsecurity,
    relforcerowsecurity, relreplident, pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid), obj_description(oid, 'pg_class'))
FROM relations
UNION ALL
SELECT concat_ws(' ', 'column', name, attnum, quote_ident(attname), format_type(atttypid, atttypmod), attnotnull,
    attidentity, attgenerated, attstorage, attcollation::regcollation, attacl, 'DEFAULT ' || pg_get_expr(adbin, adrelid),
    col_description(attrelid, attnum))
FROM relations r
JOIN pg_attribute ON attrelid = r.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
UNION ALL
SELECT concat_ws(' ', 'constraint', coalesce(name, format_type(contypid, NULL)), quote_ident(conname),
    pg_get_constraintdef(c.oid), convalidated, obj_description(c.oid, 'pg_constraint'))
FROM pg_constraint c JOIN schemas s ON s.oid = connamespace LEFT JOIN relations r ON r.oid = conrelid
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisready, indisclustered)
FROM pg_index JOIN relations r ON r.oid = indexrelid
UNION ALL
SELECT concat_ws(' ', 'sequence', schemaname, sequencename, data_type, start_value, min_value, max_value, increment_by, cycle,
    cache_size, last_value)
FROM pg_sequences JOIN schemas s ON nspname = schemaname
UNION ALL
SELECT concat_ws(' ', 'view', name, pg_get_viewdef(oid), relispopulated)
FROM relations WHERE relkind IN ('v', 'm')
UNION ALL
SELECT concat_ws(' ', 'routine', pg_get_functiondef(p.oid), proowner::regrole, proacl, obj_description(p.oid, 'pg_proc'))
FROM pg_proc p JOIN schemas s ON s.oid = pronamespace WHERE prokind IN ('f', 'p')
UNION ALL
SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled)
FROM pg_trigger t JOIN relations r ON r.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'policy', name, quote_ident(polname), polcmd, polpermissive, pg_get_expr(polqual, polrelid),
    pg_get_expr(polwithcheck, polrelid))
FROM pg_policy JOIN relations r ON r.oid = polrelid
UNION ALL
SELECT concat_ws(' ', 'inherits', inhrelid::regclass, inhparent::regclass)
FROM pg_inherits JOIN relations r ON r.oid = inhrelid
UNION ALL
SELECT concat_ws(' ', 'type', format('%I.%I', nspname, typname), typtype, format_type(nullif(typbasetype, 0), typtypmod),
    typdefault, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
FROM pg_type t JOIN schemas s ON s.oid = typnamespace WHERE typtype IN ('e', 'd', 'r')
UNION ALL
SELECT concat_ws(' ', 'extension', extname, extnamespace::regnamespace)
FROM pg_extension
UNION ALL
SELECT concat_ws(' ', 'cast', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod)
FROM pg_cast WHERE oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'default privileges', quote_ident(nspname), defaclrole::regrole, defaclobjtype, defaclacl)
FROM pg_default_acl JOIN schemas s ON s.oid = defaclnamespace
