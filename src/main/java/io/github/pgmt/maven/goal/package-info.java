/** One execution of a goal: what it is wired from, its start, its end for Maven, its reports. */
package io.github.pgmt.maven.goal;
