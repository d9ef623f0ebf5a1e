/**
 * Facts of the server and the role that decide whether a run can go well; the pre-flight and the doctor ask them here.
 */
package io.github.pgmt.postgres.condition;
