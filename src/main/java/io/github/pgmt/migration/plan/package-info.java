/**
 * What a fleet is to get, frozen so that it can be looked at once and nothing else is run: the records of a plan, without a value
 * of a tenant's, and what it is compared with when it is carried out.
 */
package io.github.pgmt.migration.plan;
