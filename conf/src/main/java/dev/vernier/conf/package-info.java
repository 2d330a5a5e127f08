/**
 * Typed job configuration: one HOCON file becomes immutable records of plain values. Every key, its
 * default and its documentation stand on the record component that holds it; loading reports all
 * problems at once with file and line.
 */
package dev.vernier.conf;
