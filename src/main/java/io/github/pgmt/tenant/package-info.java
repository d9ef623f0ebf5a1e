/** What a tenant is, where tenants are listed, and which of them are selected. Knows nothing but the JDK. */
package io.github.pgmt.tenant;
