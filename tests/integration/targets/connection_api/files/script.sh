#!/bin/sh
echo "script says"
echo "$1"
