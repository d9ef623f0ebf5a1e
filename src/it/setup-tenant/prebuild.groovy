import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    """DO \$\$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'it_setup_tenant') THEN
            CREATE ROLE it_setup_tenant;
        END IF;
    END \$\$""",
])

ItCases.in(basedir)
    .add('made', 'setup-tenant', ['pgmt.tenant': 'acme', 'pgmt.grantTo': 'it_setup_tenant'])
    .add('removed', 'setup-tenant', ['pgmt.tenant': 'beta', 'pgmt.changeLogFile': 'db/failing.sql'])
    .add('clash', 'setup-tenant', ['pgmt.tenant': 'ACME'])
    .add('no-role', 'setup-tenant', ['pgmt.tenant': 'gamma', 'pgmt.grantTo': 'no_such_role'])
    .add('no-registry', 'setup-all-tenants', [:])
    .write()
return true
