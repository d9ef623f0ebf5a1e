/** Workers that bring tenants through engines: their queue, their tries, their patience, and their stop. */
package io.github.pgmt.migration.work;
