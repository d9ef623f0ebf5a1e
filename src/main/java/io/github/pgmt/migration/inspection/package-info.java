/** Goals that look and change nothing: status, list-tenants and doctor. */
package io.github.pgmt.migration.inspection;
