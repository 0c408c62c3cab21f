// Copyright 2026 The Sandbox4J Authors
// SPDX-License-Identifier: Apache-2.0
// Listens to the network below IP.
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <sys/socket.h>

int main(void) { return socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) < 0; }
