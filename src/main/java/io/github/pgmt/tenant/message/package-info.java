/** What messages are made of besides words: commands to paste, and what quotes the rows of a tenant. */
package io.github.pgmt.tenant.message;
