#!/bin/sh
# Make the database and its three roles on a PostgreSQL of your own. Run once, as its superuser:
#   MOTCUA_OWNER_PASSWORD=… MOTCUA_APP_PASSWORD=… MOTCUA_READ_PASSWORD=… sh roles.sh
# The compose file runs it when its database is first made.
set -eu
psql -v ON_ERROR_STOP=1 --no-psqlrc \
  --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  -v owner="$MOTCUA_OWNER_PASSWORD" -v app="$MOTCUA_APP_PASSWORD" \
  -v read="$MOTCUA_READ_PASSWORD" <<'SQL'
CREATE ROLE motcua_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE ROLE motcua_app LOGIN PASSWORD :'app';
CREATE ROLE motcua_read LOGIN PASSWORD :'read';
GRANT motcua_app, motcua_read TO motcua_owner WITH ADMIN OPTION;
CREATE DATABASE motcua OWNER motcua_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE motcua FROM PUBLIC;
GRANT CONNECT ON DATABASE motcua TO motcua_app, motcua_read;
SQL
