/** The numbers of a run as Prometheus reads them from a file, for alarms: no name of a tenant is in them. */
package io.github.pgmt.report.prometheus;
