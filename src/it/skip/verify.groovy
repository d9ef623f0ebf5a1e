import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).linesWith('skip=true') == ['[INFO] Skipping pgmt:migrate-all (pgmt.skip=true)']
assert !new File(basedir, 'target/pgmt').exists()
