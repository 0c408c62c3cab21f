// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Writes a number in roman numerals.
#ifndef ROMAN_H
#define ROMAN_H

enum { ROMAN_LONGEST = 16 };

// number is 1 to 3999; text holds ROMAN_LONGEST characters. Returns 0, or -1 out of range.
int roman(int number, char *text);

#endif
