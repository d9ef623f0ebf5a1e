/** Goals that look and change nothing: status, list-tenants, history and doctor. */
package io.github.pgmt.migration.inspection;
