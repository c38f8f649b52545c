/** Tables and pages of what a build made, from the reports it left. */
@org.jspecify.annotations.NullMarked
package io.github.pythondist.overview;
